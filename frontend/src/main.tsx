import './styles/global.css';
import '@mantine/core/styles.layer.css';
import 'virtual:mantine-variables.css';
import './styles/fonts.css';
import './styles/tokens.css';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './api/query-client';
import { sessionQuery } from './api/session';
import { App } from './app/app';
import { activateLocale } from './app/catalogues';
import { browserLocale, isLocale, rememberedLocale, type Locale } from './lib/locale';
import { styleNonce } from './lib/nonce';

// Dialogs lock scrolling with a style element; this is how it learns the nonce.
setNonce(styleNonce());

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

const queryClient = createQueryClient();
await activateLocale(rememberedLocale() ?? (await accountLocale()) ?? browserLocale());
createRoot(root).render(
  <StrictMode>
    <App queryClient={queryClient} />
  </StrictMode>,
);

/** On a device that does not know the person: every page asks who it is anyway, so no catalogue is fetched for nothing. */
async function accountLocale(): Promise<Locale | null> {
  const session = await queryClient.ensureQueryData(sessionQuery).catch(() => null);
  const locale = session?.user?.locale;
  return isLocale(locale) ? locale : null;
}
