/// <reference types="vite/client" />

declare module 'virtual:mantine-variables.css';

declare module '*.po' {
  import type { Messages } from '@lingui/core';
  export const messages: Messages;
}

// Custom properties in `style`: computed geometry and the schema's own colours.
declare namespace React {
  interface CSSProperties {
    [property: `--${string}`]: string | number | undefined;
  }
}
