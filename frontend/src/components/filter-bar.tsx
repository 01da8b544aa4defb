import { CloseButton, Menu, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconFilter, IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useCommands } from '@/lib/commands';
import classes from './filter-bar.module.css';
import { Shortcut } from './shortcut';

export interface FilterOption {
  value: string;
  label: string;
}

export interface Filter {
  key: string;
  label: string;
  options: readonly FilterOption[];
}

interface FilterBarProps {
  /** What is set, as it stands in the address: `{state: 'open'}`. */
  values: Readonly<Record<string, string | undefined>>;
  filters?: readonly Filter[];
  onChange: (key: string, value: string | undefined) => void;
  /** The search text; without `onSearch` there is no search. */
  search?: string;
  onSearch?: (text: string) => void;
  searchLabel?: string;
  /** At the far end: the count, a view switch. */
  children?: ReactNode;
}

const SEARCH_MS = 250;

/** Search, and filters that become chips. `/` goes to the search. */
export function FilterBar(props: FilterBarProps) {
  const { values, filters = [], onChange, onSearch, children } = props;
  const { t } = useLingui();
  const set = filters.filter((filter) => values[filter.key]);
  return (
    <div className={classes.bar}>
      {onSearch && <Search {...props} onSearch={onSearch} />}
      {filters.length > 0 && (
        <Menu position="bottom-start" width={220}>
          <Menu.Target>
            <button type="button" className={classes.add}>
              <IconFilter size={14} aria-hidden="true" />
              <Trans>Filter</Trans>
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {filters.map((filter) => (
              <div key={filter.key} role="group" aria-label={filter.label}>
                <Menu.Label>{filter.label}</Menu.Label>
                {filter.options.map((option) => (
                  <Menu.Item
                    key={option.value}
                    data-on={values[filter.key] === option.value || undefined}
                    onClick={() => onChange(filter.key, option.value)}
                  >
                    {option.label}
                  </Menu.Item>
                ))}
              </div>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {set.map((filter) => {
        const value = values[filter.key];
        const shown = filter.options.find((option) => option.value === value)?.label ?? value;
        const name = filter.label;
        return (
          <span key={filter.key} className={classes.chip}>
            <span className={classes.key}>{filter.label}</span>
            {shown}
            <button
              type="button"
              className={classes.remove}
              aria-label={t`Remove the filter ${name}`}
              onClick={() => onChange(filter.key, undefined)}
            >
              <IconX size={12} aria-hidden="true" />
            </button>
          </span>
        );
      })}
      {children && <div className={classes.end}>{children}</div>}
    </div>
  );
}

function Search({
  search = '',
  onSearch,
  searchLabel,
}: FilterBarProps & { onSearch: (text: string) => void }) {
  const { t } = useLingui();
  const [text, setText] = useState(search);
  const [known, setKnown] = useState(search);
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // The address changed under us (back, a link): show what it says.
  if (known !== search) {
    setKnown(search);
    setText(search);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  useCommands([
    {
      name: 'list.search',
      title: t`Search this list`,
      shortcut: '/',
      run: () => input.current?.focus(),
    },
  ]);

  const handleChange = (value: string, isNow = false) => {
    setText(value);
    clearTimeout(timer.current);
    const tell = () => {
      setKnown(value);
      onSearch(value);
    };
    if (isNow) tell();
    else timer.current = setTimeout(tell, SEARCH_MS);
  };

  return (
    <TextInput
      ref={input}
      className={classes.search}
      type="search"
      value={text}
      aria-label={searchLabel ?? t`Search`}
      placeholder={searchLabel ?? t`Search`}
      leftSection={<IconSearch size={14} aria-hidden="true" />}
      rightSection={
        text ? (
          <CloseButton
            size="xs"
            aria-label={t`Clear the search`}
            onClick={() => handleChange('', true)}
          />
        ) : (
          <Shortcut keys="/" />
        )
      }
      onChange={(event) => handleChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') handleChange(text, true);
        if (event.key === 'Escape') {
          if (text) handleChange('', true);
          else event.currentTarget.blur();
        }
      }}
    />
  );
}
