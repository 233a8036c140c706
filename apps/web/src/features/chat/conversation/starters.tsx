import { ArrowUpRight } from 'lucide-react'
import { missingSentence, useMissing } from '../../../lib/api/use-permission.ts'
import { InlineName } from '../../../parts/model-name.tsx'

const prompts = [
  'Explain in five sentences what a context window is, and what happens when it is full.',
  'Write a shell script that keeps the seven newest files of a folder and deletes the rest.',
  'Turn these notes into a short and friendly e-mail: ',
  'Ask me ten questions, one at a time, to find out which animal I think of.',
] as const

export interface StartersProps {
  readonly model: string
  readonly onPick: (prompt: string) => void
}

/** A new chat: what one could begin with. */
export function Starters({ model, onPick }: StartersProps) {
  const needs = useMissing('chat.send', 'conversations.save')
  return (
    <div className="mx-auto grid w-full max-w-192 flex-1 content-center gap-4 px-(--gutter) py-8 phone:px-4">
      <div className="grid gap-1">
        <h2 className="text-title">New chat</h2>
        <p className="text-ink-muted">
          {needs === null ? (
            <>
              Ask <InlineName name={model} /> something, or start with a suggestion. Chats are saved on this server.
            </>
          ) : (
            `This key can read saved chats. ${missingSentence('Sending messages', needs)}.`
          )}
        </p>
      </div>
      {needs === null && (
        <ul aria-label="Suggestions" className="divide-y divide-line rounded-panel border border-line bg-panel">
          {prompts.map((prompt) => (
            <li key={prompt}>
              <button
                type="button"
                onClick={() => onPick(prompt)}
                className="group/starter flex min-h-11 w-full items-center gap-3 px-3.5 py-2.5 text-left text-ink hover:bg-hover hover:text-ink-strong"
              >
                <span className="min-w-0 flex-1">{prompt.trim()}</span>
                <ArrowUpRight aria-hidden className="size-3.5 flex-none text-ink-faint group-hover/starter:text-ink" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
