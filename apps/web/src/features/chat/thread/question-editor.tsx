import { joinFiles, splitFiles } from '@ollama-dashboard/contracts/attached-files'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { isSendKey } from '../composer/composer-keys.ts'
import { GrowingText } from '../composer/growing-text.tsx'
import { FileChips } from './file-chips.tsx'
import type { Question } from './message-lists.ts'

export interface QuestionEditorProps {
  readonly question: Question
  readonly onClose: () => void
  /** Undefined where it cannot be asked at present: what is written stays. */
  readonly onAsk: ((question: Question) => void) | undefined
}

/** In the place of a question: what comes after it gives way once there is a reply. */
export function QuestionEditor({ question, onClose, onAsk }: QuestionEditorProps) {
  const [{ written, files }, setMessage] = useState(() => splitFiles(question.content))
  const field = useRef<HTMLTextAreaElement>(null)
  const isEmpty = written.trim() === '' && files.length === 0
  const send = () => !isEmpty && onAsk?.({ ...question, content: joinFiles({ written: written.trim(), files }) })
  useEffect(() => {
    const { current } = field
    current?.focus()
    current?.setSelectionRange(current.value.length, current.value.length)
  }, [])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      onClose()
    } else if (isSendKey(event)) {
      event.preventDefault()
      send()
    }
  }
  return (
    <form
      aria-label="Edit message"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      className="grid gap-2 rounded-panel border border-accent bg-panel p-3 shadow-[0_0_0_3px_var(--accent-soft)]"
    >
      {files.length > 0 && (
        <FileChips
          label="Files"
          files={files}
          onRemove={(index) => {
            setMessage({ written, files: files.toSpliced(index, 1) })
            field.current?.focus()
          }}
        />
      )}
      <GrowingText
        ref={field}
        label="Question"
        value={written}
        onChange={(next) => setMessage({ written: next, files })}
        onKeyDown={onKeyDown}
      />
      <div className="flex flex-wrap items-center gap-2">
        <p className="text-small text-ink-faint">Replaces the messages below</p>
        <span className="ml-auto flex gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" look="primary" disabled={isEmpty || !onAsk}>
            Resend
          </Button>
        </span>
      </div>
    </form>
  )
}
