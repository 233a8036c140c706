import { LogOut } from 'lucide-react'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { useSignOut } from '../../../lib/api/use-sign-out.ts'
import { Button, type ButtonProps } from '../../../ui/button.tsx'
import { browserOf, type ShownSession } from './session-list.ts'
import { useEndSession } from './use-session-actions.ts'

export interface SessionActionProps extends Pick<ButtonProps, 'look' | 'size' | 'className'> {
  readonly session: ShownSession
  /** Why nobody can be signed out now; null where it can be. */
  readonly unavailable: string | null
  readonly hasIcon?: boolean
}

/** Signs a browser out; the own one as its account menu does. */
export function SessionAction({ session, hasIcon = false, className = '', ...props }: SessionActionProps) {
  const { mutate: end, isPending: isEnding } = useEndSession()
  const { mutate: signOut, isPending: isLeaving } = useSignOut()
  const needs = useMissing('sessions.end')
  const isPending = isEnding || isLeaving
  return (
    <Button
      {...props}
      {...(hasIcon && { icon: LogOut })}
      data-row-link
      needs={session.is_current ? null : needs}
      isTerse
      className={`${className} text-broken-text! disabled:text-ink-faint!`}
      // A button that is disabled loses the focus, which is the list's when the row is gone.
      onClick={() => !isPending && (session.is_current ? signOut() : end(session))}
    >
      {isPending ? 'Signing out…' : 'Sign out'}
      <span className="sr-only">
        {' '}
        {browserOf(session)} of {session.keyName}
      </span>
    </Button>
  )
}
