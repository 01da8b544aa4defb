import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Toasts } from '@/components/toasts';
import { SessionExpiredDialog } from '@/features/accounts/components/session-expired-dialog';
import { commandRegistry } from '@/lib/commands';
import { styleNonce } from '@/lib/nonce';
import { closeToast, useToasts } from '@/lib/toasts';
import { theme } from '@/styles/theme';
import { loadCatalogue } from './catalogues';
import { createSchemeManager } from './colour-scheme';
import { ErrorBoundary } from './error-boundary';
import { createAppRouter } from './routes';

const loadAccounts = () => loadCatalogue('accounts');

const schemeManager = createSchemeManager();

export function App({ queryClient }: { queryClient: QueryClient }) {
  const [router] = useState(() => createAppRouter(queryClient));
  useEffect(() => commandRegistry.listen(), []);
  return (
    <I18nProvider i18n={i18n}>
      {/* Variables and classes come from style sheets: the page's policy refuses written styles. */}
      <MantineProvider
        theme={theme}
        colorSchemeManager={schemeManager}
        defaultColorScheme="auto"
        getStyleNonce={styleNonce}
        withCssVariables={false}
        withGlobalClasses={false}
      >
        <QueryClientProvider client={queryClient}>
          <ErrorBoundary>
            <RouterProvider router={router} />
            <SessionExpiredDialog onOpen={loadAccounts} />
          </ErrorBoundary>
          <ToastArea />
        </QueryClientProvider>
      </MantineProvider>
    </I18nProvider>
  );
}

function ToastArea() {
  return <Toasts toasts={useToasts()} onClose={closeToast} />;
}
