import { Button } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import type { FormEvent, ReactNode } from 'react';
import classes from './form.module.css';

interface FormProps {
  onSubmit: () => void;
  submitLabel: string;
  isBusy?: boolean;
  isDisabled?: boolean;
  onCancel?: () => void;
  children: ReactNode;
}

/** Fields in a column, then the deed by its name. */
export function Form(props: FormProps) {
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!props.isDisabled && !props.isBusy) props.onSubmit();
  };
  return (
    <form className={classes.form} onSubmit={handleSubmit} noValidate>
      {props.children}
      <div className={classes.actions}>
        {props.onCancel && (
          <Button variant="default" onClick={props.onCancel}>
            <Trans>Cancel</Trans>
          </Button>
        )}
        <Button type="submit" disabled={props.isDisabled} loading={props.isBusy}>
          {props.submitLabel}
        </Button>
      </div>
    </form>
  );
}
