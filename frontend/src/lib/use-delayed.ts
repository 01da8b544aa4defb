import { useEffect, useState } from 'react';

/** True once `isOn` has lasted `delay` milliseconds: nothing blinks for a wait that nobody notices. */
export function useDelayed(isOn: boolean, delay = 300): boolean {
  const [hasPassed, setHasPassed] = useState(false);
  useEffect(() => {
    if (!isOn) return undefined;
    const timer = setTimeout(() => setHasPassed(true), delay);
    return () => {
      clearTimeout(timer);
      setHasPassed(false);
    };
  }, [isOn, delay]);
  return isOn && hasPassed;
}
