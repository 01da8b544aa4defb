import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import {
  IconAlignLeft,
  IconBinaryTree,
  IconBoxMultiple,
  IconCheckbox,
  IconCircleDot,
  IconHighlight,
  IconHash,
  IconStar,
  IconToggleLeft,
  IconWaveSine,
  type Icon,
} from '@tabler/icons-react';
import type { AttributeType, FieldType } from '../document/operations';

interface TypeWords {
  title: MessageDescriptor;
  note: MessageDescriptor;
  icon: Icon;
}

export const FIELD_WORDS: Record<FieldType, TypeWords> = {
  regions: {
    title: msg`Regions`,
    note: msg`Shapes on the image, each with a label`,
    icon: IconBoxMultiple,
  },
  spans: {
    title: msg`Spans`,
    note: msg`Parts of the text, each with a label`,
    icon: IconHighlight,
  },
  segments: {
    title: msg`Segments`,
    note: msg`Stretches of time, each with a label; what is said is an attribute`,
    icon: IconWaveSine,
  },
  choice: {
    title: msg`One choice`,
    note: msg`Exactly one of the options`,
    icon: IconCircleDot,
  },
  choices: {
    title: msg`Several choices`,
    note: msg`Any number of the options`,
    icon: IconCheckbox,
  },
  taxonomy: {
    title: msg`Taxonomy`,
    note: msg`One place in a tree`,
    icon: IconBinaryTree,
  },
  text: { title: msg`Text`, note: msg`An answer in free words`, icon: IconAlignLeft },
  number: { title: msg`Number`, note: msg`A count or a measure`, icon: IconHash },
  rating: { title: msg`Rating`, note: msg`A step from 1 to at most 10`, icon: IconStar },
};

export const ATTRIBUTE_WORDS: Record<AttributeType, Omit<TypeWords, 'note'>> = {
  choice: { title: msg`One choice`, icon: IconCircleDot },
  choices: { title: msg`Several choices`, icon: IconCheckbox },
  boolean: { title: msg`Yes or no`, icon: IconToggleLeft },
  number: { title: msg`Number`, icon: IconHash },
  text: { title: msg`Text`, icon: IconAlignLeft },
};

/** The geometries that the annotation screen can draw; a schema may name others, which it shows. */
export const GEOMETRY_WORDS: Record<string, MessageDescriptor> = {
  box: msg`Box`,
  rotated_box: msg`Rotated box`,
  polygon: msg`Polygon`,
  polyline: msg({ message: 'Line', context: 'a line that is drawn' }),
  point: msg`Point`,
};

export function fieldWords(type: string): TypeWords | undefined {
  return (FIELD_WORDS as Record<string, TypeWords | undefined>)[type]; // a draft may name any type
}

export function attributeWords(type: string): Omit<TypeWords, 'note'> | undefined {
  return (ATTRIBUTE_WORDS as Record<string, Omit<TypeWords, 'note'> | undefined>)[type]; // as above
}
