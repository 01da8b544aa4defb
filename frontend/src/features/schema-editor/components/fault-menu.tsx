import { Button, Menu } from '@mantine/core';
import { Plural } from '@lingui/react/macro';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { SchemaDocument } from '@/lib/schema-document';
import { placeInWords, type SchemaFault } from '../document/faults';
import classes from './fault-menu.module.css';

interface FaultMenuProps {
  faults: readonly SchemaFault[];
  document: SchemaDocument | null;
  onShow: (pointer: string) => void;
}

/** How many faults keep the draft from being published; each leads to its place. */
export function FaultMenu({ faults, document, onShow }: FaultMenuProps) {
  if (faults.length === 0) return null;
  return (
    <Menu position="bottom-end" width={380}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="red"
          size="sm"
          leftSection={<IconAlertTriangle size={15} aria-hidden="true" />}
        >
          <Plural value={faults.length} one="# fault" other="# faults" />
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.list}>
        {faults.map((fault) => (
          <Menu.Item key={`${fault.pointer} ${fault.detail}`} onClick={() => onShow(fault.pointer)}>
            <span className={classes.place}>{placeInWords(document, fault.pointer)}</span>
            <span className={classes.detail}>{fault.detail}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
