import type { ListedConversation } from '@ollama-dashboard/contracts'
import { limits } from '@ollama-dashboard/contracts/limits'
import { CircleStop, Sparkles } from 'lucide-react'
import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { describeError } from '../../../lib/describe-error.ts'
import { useNow } from '../../../lib/hooks/use-now.ts'
import { Button } from '../../../ui/button.tsx'
import { useRename } from './use-conversation-actions.ts'
import { useSuggestedTitle } from './use-suggested-title.ts'

export interface TitleFieldProps {
  readonly conversation: ListedConversation
  readonly onClose: () => void
}

/** The title of a conversation as somebody changes it, or has its model suggest one. */
export function TitleField({ conversation: { id, title, message_count: count }, onClose }: TitleFieldProps) {
  const [text, setText] = useState(title)
  const field = useRef<HTMLInputElement>(null)
  const isOver = useRef(false)
  const { mutate } = useRename()
  const [suggested, setSuggested] = useState<string | null>(null)
  const suggestion = useSuggestedTitle(id, (next) => {
    setText(next)
    setSuggested(next)
  })
  useEffect(() => {
    // Whoever chose to rename, or was suggested a title, replaces all of it by typing.
    void suggested
    field.current?.focus()
    field.current?.select()
  }, [suggested])
  const end = (next: string) => {
    // Leaving the field is the way out of Enter and Escape too.
    if (isOver.current) return
    isOver.current = true
    if (next !== '' && next !== title) mutate({ id, title: next })
    onClose()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && event.target === field.current) end(text.trim())
    if (event.key !== 'Escape') return
    event.stopPropagation()
    if (suggestion.since === null) end(title)
    else suggestion.cancel()
  }
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (!currentTarget.contains(relatedTarget)) end(text.trim())
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of what stands in it
    <div onKeyDown={onKeyDown} onBlur={onBlur} className="grid gap-1 py-0.5">
      <input
        ref={field}
        type="text"
        aria-label={`New title of ${title}`}
        maxLength={limits.titleLength}
        value={text}
        onChange={(event) => {
          suggestion.cancel()
          setText(event.target.value)
        }}
        className="h-11 w-full rounded-control border border-accent bg-field px-2 text-ink-strong shadow-[0_0_0_3px_var(--accent-soft)] outline-none"
      />
      {count > 0 && (
        <Button
          size="small"
          look="quiet"
          icon={suggestion.since === null ? Sparkles : CircleStop}
          className="justify-self-start"
          // Where a press does not focus a button, the field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={suggestion.since === null ? suggestion.ask : suggestion.cancel}
        >
          {suggestion.since === null ? 'Suggest a title' : <StopAfter since={suggestion.since} />}
        </Button>
      )}
      {suggestion.error !== null && <Failure error={suggestion.error} />}
    </div>
  )
}

/** A model that has to be loaded first may take a minute. */
const StopAfter = ({ since }: { readonly since: number }) =>
  `Stop suggesting, ${Math.max(0, Math.floor((useNow() - since) / 1000))} s`

function Failure({ error }: { readonly error: unknown }) {
  const { title, hint } = describeError(error)
  return (
    <p role="alert" className="px-2 text-small wrap-anywhere text-broken-text">
      {title} {hint}
    </p>
  )
}
