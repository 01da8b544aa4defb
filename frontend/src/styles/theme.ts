import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

function tuple(name: string): MantineColorsTuple {
  const shade = (n: number) => `var(--${name}-${n})`;
  return [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(shade) as unknown as MantineColorsTuple; // ten by construction
}

/** Mantine speaks in our tokens; what a value is, is decided in tokens.css alone. */
export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 6 },
  colors: { teal: tuple('teal'), gray: tuple('gray'), dark: tuple('dark'), red: tuple('red') },
  white: '#ffffff',
  black: 'var(--gray-9)',
  fontFamily: 'var(--font-sans)',
  fontFamilyMonospace: 'var(--font-mono)',
  headings: { fontFamily: 'var(--font-sans)', fontWeight: 'var(--weight-strong)' },
  fontSizes: {
    xs: 'var(--text-xs)',
    sm: 'var(--text-sm)',
    md: 'var(--text-md)',
    lg: 'var(--text-lg)',
    xl: 'var(--text-xl)',
  },
  spacing: {
    xs: 'var(--space-2)',
    sm: 'var(--space-3)',
    md: 'var(--space-4)',
    lg: 'var(--space-5)',
    xl: 'var(--space-8)',
  },
  radius: {
    xs: 'var(--radius-sm)',
    sm: 'var(--radius)',
    md: 'var(--radius)',
    lg: 'var(--radius-lg)',
    xl: 'var(--radius-lg)',
  },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Modal: {
      defaultProps: {
        centered: true,
        padding: 'lg',
        transitionProps: { duration: 120, transition: 'fade' },
        overlayProps: { color: 'var(--backdrop)', backgroundOpacity: 1 },
      },
    },
    Menu: { defaultProps: { transitionProps: { duration: 90 }, shadow: 'none' } },
    Popover: { defaultProps: { transitionProps: { duration: 90 }, shadow: 'none' } },
    Tooltip: { defaultProps: { openDelay: 350, transitionProps: { duration: 90 } } },
    Select: { defaultProps: { size: 'sm', checkIconPosition: 'right' } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'sm' } },
  },
});

const scheme = {
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-bright': 'var(--text)',
  '--mantine-color-body': 'var(--surface-3)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-placeholder': 'var(--text-3)',
  '--mantine-color-anchor': 'var(--accent-text)',
  '--mantine-color-default': 'var(--surface-3)',
  '--mantine-color-default-hover': 'var(--surface-hover)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--hairline-strong)',
  '--mantine-color-dimmed': 'var(--text-3)',
  '--mantine-color-disabled': 'var(--surface-hover)',
  '--mantine-color-disabled-color': 'var(--text-disabled)',
  '--mantine-color-disabled-border': 'var(--hairline)',
};

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: scheme,
  dark: scheme,
});
