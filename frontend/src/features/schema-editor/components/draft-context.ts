import { createContext, use } from 'react';
import type { SchemaDocument } from '@/lib/schema-document';
import type { SchemaFault } from '../document/faults';

export interface DraftTools {
  document: SchemaDocument;
  faults: readonly SchemaFault[];
  isReadOnly: boolean;
  /** `gesture`: what belongs to one undo step, such as the pointer of the input being typed in. */
  change: (document: SchemaDocument, gesture?: string) => void;
  endGesture: () => void;
  select: (at: string) => void;
  /** Whether a published version has a thing with these keys: then the key stays. */
  isPublished: (at: string) => boolean;
}

export const DraftContext = createContext<DraftTools | null>(null);

export function useDraft(): DraftTools {
  const tools = use(DraftContext);
  if (!tools) throw new Error('There is no schema draft around this component.');
  return tools;
}
