import type { MessageDescriptor } from '@lingui/core';
import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { ExternalStore } from './external-store';
import { keysOf } from './own-keys';
import { isComposing, matchesStroke, parseShortcut } from './shortcuts';

export interface Command {
  /** Stable, dotted, unique: `batches.create`. Where two have one name, the one registered last wins. */
  name: string;
  title: MessageDescriptor | string;
  /** Heading in the help and the palette. */
  group?: MessageDescriptor | string;
  shortcut?: string | readonly string[];
  /** False: it neither runs nor shows. */
  when?: () => boolean;
  run: (event?: KeyboardEvent) => void;
  /** Also while a text input has the focus. Only for shortcuts with `mod`, and Escape. */
  isInInputs?: boolean;
  /** Not in the palette (arrow keys, zooming). */
  isHiddenInPalette?: boolean;
  /** Its keys are caught by the part of the page that has the focus; here it is for the help and the palette. */
  isLocal?: boolean;
  /** A key held down repeats it. */
  isRepeatable?: boolean;
}

const SEQUENCE_MS = 900;

/** All that can be done on this screen. Toolbar, menu, palette, help and keys read the same list. */
export class CommandRegistry {
  readonly #store = new ExternalStore<readonly Command[]>([]);
  #pending: KeyboardEvent | null = null;
  #pendingUntil = 0;
  #suspended = 0;

  get = this.#store.get;
  subscribe = this.#store.subscribe;

  register(commands: readonly Command[]): () => void {
    this.#store.set([...this.#store.get(), ...commands]);
    return () => {
      const gone = new Set(commands);
      this.#store.set(this.#store.get().filter((command) => !gone.has(command)));
    };
  }

  /** Everything of this screen, each name once. */
  known(): Command[] {
    const byName = new Map<string, Command>();
    for (const command of this.#store.get()) byName.set(command.name, command);
    return [...byName.values()];
  }

  /** What of it can run now. */
  available(): Command[] {
    return this.known().filter((command) => command.when?.() ?? true);
  }

  run(name: string): void {
    this.available()
      .find((command) => command.name === name)
      ?.run();
  }

  /** Keys do nothing until the returned function is called: while a dialog is open. */
  suspend(): () => void {
    this.#suspended += 1;
    let isOver = false;
    return () => {
      if (!isOver) this.#suspended -= 1;
      isOver = true;
    };
  }

  handleKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || isComposing(event) || this.#suspended > 0) return;
    if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;

    const first = event.timeStamp <= this.#pendingUntil ? this.#pending : null;
    this.#pending = null;
    const isTyping = isTextInput(event.target);
    const commands = this.available()
      .reverse()
      .filter((command) => !command.isLocal && (!isTyping || command.isInInputs));

    const hit =
      (first && commands.find((command) => matchesAny(command, [first, event]))) ??
      commands.find((command) => matchesAny(command, [event]));
    if (hit) {
      event.preventDefault();
      if (!event.repeat || hit.isRepeatable) hit.run(event);
    } else if (!isTyping && commands.some((command) => startsAny(command, event))) {
      this.#pending = event;
      this.#pendingUntil = event.timeStamp + SEQUENCE_MS;
    }
  };

  /** Returns a function that stops listening. */
  listen(target: Window | HTMLElement = window): () => void {
    const handle = this.handleKey as EventListener; // both targets fire keyboard events under this name
    target.addEventListener('keydown', handle);
    return () => target.removeEventListener('keydown', handle);
  }
}

/** The keys of a command: those that the person chose, else its usual ones. */
export function shortcutsOf(command: Command): readonly string[] {
  return keysOf(command.name, usualShortcuts(command));
}

export function usualShortcuts({ shortcut }: Command): readonly string[] {
  if (!shortcut) return [];
  return typeof shortcut === 'string' ? [shortcut] : shortcut;
}

function matchesAny(command: Command, events: KeyboardEvent[]): boolean {
  return shortcutsOf(command).some((shortcut) => {
    const strokes = parseShortcut(shortcut);
    return (
      strokes.length === events.length &&
      strokes.every((stroke, index) => matchesStroke(events[index] as KeyboardEvent, stroke)) // same length
    );
  });
}

function startsAny(command: Command, event: KeyboardEvent): boolean {
  return shortcutsOf(command).some((shortcut) => {
    const [first, second] = parseShortcut(shortcut);
    return first !== undefined && second !== undefined && matchesStroke(event, first);
  });
}

const NOT_TEXT = new Set(['checkbox', 'radio', 'button', 'submit', 'range', 'color', 'file']);

function isTextInput(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.tagName === 'TEXTAREA' || target.tagName === 'SELECT') {
    return true;
  }
  return target instanceof HTMLInputElement && !NOT_TEXT.has(target.type);
}

export const commandRegistry = new CommandRegistry();

/** The first shortcut of a command, for its button. */
export function firstShortcut(command: Command): string | undefined {
  return shortcutsOf(command)[0];
}

/**
 * Registers commands while the component is mounted. The newest closures run, so `commands` needs no memo;
 * they are registered again only when a name, a title or a shortcut changes.
 */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands);
  useLayoutEffect(() => {
    latest.current = commands;
  });
  const signature = JSON.stringify(
    commands.map(({ name, title, group, shortcut }) => [name, title, group, shortcut]),
  );
  useEffect(() => {
    const stable = latest.current.map((command, index): Command => {
      const now = () => latest.current[index] ?? command;
      return {
        ...command,
        when: () => now().when?.() ?? true,
        run: (event) => now().run(event),
      };
    });
    return commandRegistry.register(stable);
  }, [signature]);
}

/** The commands that are registered now; re-renders when the list changes. */
export function useCommandList(): readonly Command[] {
  return useSyncExternalStore(commandRegistry.subscribe, commandRegistry.get);
}

/** While true, no shortcut runs: for dialogs. */
export function useSuspendedCommands(isSuspended: boolean): void {
  useEffect(() => (isSuspended ? commandRegistry.suspend() : undefined), [isSuspended]);
}
