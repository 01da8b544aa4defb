import './styles/global.css';
import '@mantine/core/styles.layer.css';
import 'virtual:mantine-variables.css';
import './styles/fonts.css';
import './styles/tokens.css';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app';
import { activateLocale } from './app/catalogues';
import { detectLocale } from './lib/locale';
import { styleNonce } from './lib/nonce';

// Dialogs lock scrolling with a style element; this is how it learns the nonce.
setNonce(styleNonce());

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

await activateLocale(detectLocale());
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
