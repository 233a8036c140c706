import { ApiError } from '@ollama-dashboard/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import clsx from 'clsx'
import { Eye, EyeOff, KeyRound, Terminal } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { signIn } from '../../lib/api/sign-in.ts'
import { currentUser } from '../../lib/api/signed-in.ts'
import { usePageTitle } from '../../lib/hooks/use-title.ts'
import { noteSession, sessionQuery } from '../../lib/queries/server.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { Brand } from '../../ui/brand.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { ThemeButton } from '../../ui/theme-button.tsx'

/** Why a key was not taken, to whoever typed it: the API tells it to programs. */
function notAccepted({ problem, retryAfterSeconds }: ApiError): ApiError {
  const told =
    problem.code === 'rate_limited'
      ? { detail: 'Too many attempts.', hint: `Try again in ${Math.ceil(retryAfterSeconds ?? 1)} s.` }
      : { detail: 'Invalid, expired or revoked key.', hint: 'Check the key, or ask your administrator for a new one.' }
  return new ApiError({ ...problem, ...told }, retryAfterSeconds)
}

async function signInByHand(key: string) {
  try {
    return await signIn(key)
  } catch (error) {
    const code = error instanceof ApiError ? error.code : null
    throw error instanceof ApiError && (code === 'unauthorized' || code === 'rate_limited') ? notAccepted(error) : error
  }
}

export function SignIn() {
  usePageTitle('Sign in')
  const client = useQueryClient()
  const id = useId()
  const [isShown, setShown] = useState(false)
  // Who signs out by hand is nobody at once.
  const [isEnded] = useState(() => currentUser() !== null)
  const attempt = useMutation({
    mutationFn: signInByHand,
    onSuccess(session) {
      noteSession(client, session)
      client.setQueryData(sessionQuery.queryKey, session)
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const key = new FormData(event.currentTarget).get('key')
    if (typeof key === 'string' && key.trim() !== '') attempt.mutate(key.trim())
  }

  return (
    <div className="min-h-dvh">
      <header className="flex h-(--bar) items-center justify-between px-4">
        <Brand />
        <ThemeButton />
      </header>
      <main className="mx-auto grid max-w-94 gap-5 px-4 pt-[13dvh] phone:pt-8">
        <div>
          <h1>Sign in</h1>
          <p className="text-ink-muted">Enter your API key.</p>
        </div>
        {isEnded && (
          <p role="status" className="rounded-panel bg-attention-soft px-4 py-3 text-ink">
            <strong className="block font-medium text-attention-text">You were signed out.</strong>
            The session was ended elsewhere, was not used for 12 hours, or its key no longer works. Sign in to go on
            where you were.
          </p>
        )}
        <form onSubmit={submit} className="grid gap-3">
          <label htmlFor={id} className="font-medium text-ink-strong">
            Key
          </label>
          <div
            className={clsx(
              'flex h-10 items-center gap-2 rounded-control border bg-field pr-1 pl-3 phone:h-11',
              // One ring: red while the key is wrong, with the focus or without.
              attempt.error
                ? 'border-broken focus-within:shadow-[0_0_0_3px_var(--broken-soft)]'
                : 'border-line-strong focus-within:border-accent focus-within:shadow-[0_0_0_3px_var(--accent-soft)]',
            )}
          >
            <KeyRound aria-hidden className="size-4 flex-none text-ink-faint" />
            <input
              id={id}
              name="key"
              type={isShown ? 'text' : 'password'}
              // biome-ignore lint/a11y/noAutofocus: the only thing to do on this page
              autoFocus
              required
              autoComplete="current-password"
              spellCheck={false}
              aria-invalid={attempt.error !== null}
              className="h-full min-w-0 flex-1 bg-transparent font-mono outline-none"
            />
            <IconButton
              icon={isShown ? EyeOff : Eye}
              label={isShown ? 'Hide key' : 'Show key'}
              onClick={() => setShown(!isShown)}
            />
          </div>
          {attempt.error && <ProblemNote error={attempt.error} />}
          <Button type="submit" look="primary" disabled={attempt.isPending} className="h-10 w-full">
            {attempt.isPending ? 'Signing in…' : 'Sign in'}
          </Button>
        </form>
        <section aria-label="About keys" className="grid gap-4 rounded-panel border border-line bg-panel p-4">
          <About icon={KeyRound} title="What a key is">
            It says who you are, and what you may see and do. This browser stays signed in until you sign out or do not
            use it for 12 hours.
          </About>
          <About icon={Terminal} title="Where to get it">
            An administrator makes it under Admin → Keys, or sets it with API_KEY_VIEWER, API_KEY_OPERATOR or
            API_KEY_ADMIN. Without those, an admin key was printed once on the terminal at the first start.
          </About>
        </section>
      </main>
    </div>
  )
}

function About({
  icon: Icon,
  title,
  children,
}: {
  readonly icon: typeof KeyRound
  readonly title: string
  readonly children: string
}) {
  return (
    <div className="flex gap-3">
      <Icon aria-hidden className="mt-0.5 size-4 flex-none text-ink-faint" />
      <div>
        <h2 className="font-medium">{title}</h2>
        <p className="text-ink-muted">{children}</p>
      </div>
    </div>
  )
}
