import { Component, type ReactNode } from 'react';
import { FailurePage } from './failure-page';

interface State {
  error: unknown;
}

/** The last net: whatever a page throws becomes a page with a way out. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override componentDidCatch(error: unknown): void {
    console.error(error);
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return <FailurePage error={this.state.error} onRetry={() => this.setState({ error: null })} />;
  }
}
