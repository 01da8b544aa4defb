import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useCurrentUser } from '@/api/session';
import { sessionEvents } from '@/api/session-events';

const load = () => import('./log-in-again');
const LogInAgain = lazy(load);

const IDLE_MS = 10_000;

interface SessionExpiredDialogProps {
  /** Makes the words of this feature ready. */
  onOpen: () => Promise<void>;
}

/** Asks for the password over the page as it is: nothing on it is lost because a session ran out. */
export function SessionExpiredDialog({ onOpen }: SessionExpiredDialogProps) {
  const queryClient = useQueryClient();
  const user = useCurrentUser();
  const [isOpen, setIsOpen] = useState(false);
  // Who was logged in: the session may have been asked for again since, and then answers "nobody".
  const [email, setEmail] = useState(user?.email);
  if (user && user.email !== email) setEmail(user.email);
  useEffect(
    () => sessionEvents.onExpired(() => void onOpen().finally(() => setIsOpen(true))),
    [onOpen],
  );
  useEffect(() => {
    // Not part of the first load, yet there before it is needed: by then a new version may be deployed.
    const timer = setTimeout(() => void load().catch(() => undefined), IDLE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isOpen || !email) return null;

  const handleDone = () => {
    setIsOpen(false);
    sessionEvents.announceRestored();
    void queryClient.invalidateQueries();
  };

  return (
    <Suspense fallback={null}>
      <LogInAgain email={email} onDone={handleDone} />
    </Suspense>
  );
}
