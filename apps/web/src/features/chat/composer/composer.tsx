import { joinFiles } from '@ollama-dashboard/contracts/attached-files'
import clsx from 'clsx'
import { ArrowUp, Paperclip, Square } from 'lucide-react'
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
} from 'react'
import { type Missing, missingSentence } from '../../../lib/api/use-permission.ts'
import { nameParts } from '../../../lib/models/model-identity.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { FileChips } from '../thread/file-chips.tsx'
import type { Question } from '../thread/message-lists.ts'
import { ComposerHint } from './composer-hint.tsx'
import { isSendKey } from './composer-keys.ts'
import { setDraftImages, useDraftImages } from './draft-images.ts'
import { setDraftMessage, useDraftMessage } from './draft-message.ts'
import { GrowingText } from './growing-text.tsx'
import { ImageStrip } from './image-strip.tsx'
import { filesOf } from './images.ts'
import type { FileIntake } from './use-file-intake.ts'

export interface ComposerProps {
  /** The key of the draft. */
  readonly draft: string
  readonly model: string | null
  /** Who is to reply is on its way. */
  readonly isComing: boolean
  readonly intake: FileIntake
  readonly needs: Missing | null
  /** Why nothing can be sent at present. */
  readonly blocked: ReactNode
  readonly isRunning: boolean
  readonly isSending: boolean
  readonly field: RefObject<HTMLTextAreaElement | null>
  readonly onSend: (question: Question) => void
  readonly onStop: () => void
  /** Beside the buttons: how long the prompt will be. */
  readonly size: ReactNode
  /** Over the field: what failed. */
  readonly children: ReactNode
}

/** The id of the field, which the chats can be skipped for. */
export const messageField = 'message'

const shortName = (model: string): string => {
  const { base, tag } = nameParts(model)
  return base + tag
}

const placeholderOf = (model: string | null, needs: Missing | null): string => {
  if (needs !== null) return missingSentence('Sending messages', needs)
  return model === null ? 'Message' : `Message ${shortName(model)}`
}

/** Where one writes. What is written stays until it is sent, whatever happens to the page. */
export function Composer(props: ComposerProps) {
  const { draft: id, model, isComing, intake, needs, blocked, isRunning, isSending, field, onSend, onStop } = props
  const { written, files } = useDraftMessage(id)
  const images = useDraftImages(id)
  const chooser = useRef<HTMLInputElement>(null)
  const hint = useId()
  const [heldFor, setHeldFor] = useState<string | null>(null)
  const isBlind = intake.blind !== null && images.length > 0
  const canSend =
    (written.trim() !== '' || files.length > 0) &&
    model !== null &&
    !blocked &&
    !isBlind &&
    !isSending &&
    needs === null

  const send = () => {
    if (isComing) setHeldFor(id)
    if (!canSend || isRunning) return
    intake.forgive()
    onSend({ content: joinFiles({ written: written.trim(), files }), images })
  }
  const sendHeld = useEffectEvent(send)
  useEffect(() => {
    // Whoever is quicker than the page is not asked to press the key again.
    if (heldFor === null || (heldFor === id && isComing)) return
    setHeldFor(null)
    if (heldFor === id) sendHeld()
  }, [heldFor, id, isComing])
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isSendKey(event)) return
    event.preventDefault()
    send()
  }
  const onPaste = (event: ClipboardEvent) => {
    const files = filesOf(event.clipboardData)
    if (files.length === 0) return
    event.preventDefault()
    intake.take(files)
  }
  const told = intake.problem ?? (isBlind ? `${intake.blind} Remove them, or choose another model.` : blocked)
  return (
    <form
      aria-label="Message"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      onPaste={onPaste}
      className="mx-auto grid w-full max-w-180 gap-2"
    >
      {props.children}
      {told && (
        <p role="status" className="px-1 text-small text-attention-text">
          {told}
        </p>
      )}
      <div
        className={clsx(
          'grid gap-2 rounded-panel border pt-2.5 pr-2 pb-2 pl-3.5 focus-within:border-accent focus-within:shadow-[0_0_0_3px_var(--accent-soft)] phone:gap-0 phone:pt-0',
          needs === null ? 'border-line-strong bg-panel' : 'cursor-not-allowed border-line bg-sunken',
        )}
      >
        {images.length > 0 && (
          <ImageStrip
            images={images}
            onRemove={(index) => {
              setDraftImages(id, images.toSpliced(index, 1))
              intake.forgive()
              field.current?.focus()
            }}
          />
        )}
        {files.length > 0 && (
          <FileChips
            label="Files to send"
            files={files}
            onRemove={(index) => {
              setDraftMessage(id, { written, files: files.toSpliced(index, 1) })
              intake.forgive()
              field.current?.focus()
            }}
          />
        )}
        <GrowingText
          ref={field}
          id={messageField}
          label="Message"
          value={written}
          placeholder={placeholderOf(model, needs)}
          disabled={needs !== null}
          describedBy={hint}
          onChange={(next) => {
            setDraftMessage(id, { written: next, files })
            setHeldFor(null)
          }}
          onKeyDown={onKeyDown}
        />
        <div className="-ml-2 flex items-center gap-1">
          <IconButton
            icon={Paperclip}
            label="Add files"
            disabled={needs !== null || model === null}
            onClick={() => chooser.current?.click()}
          />
          <input
            ref={chooser}
            type="file"
            hidden
            multiple
            onChange={(event) => {
              intake.take([...(event.target.files ?? [])])
              event.target.value = ''
            }}
          />
          <div className="min-w-0 flex-1 px-1">{props.size}</div>
          <ComposerHint id={hint} isLocked={needs !== null} isHeld={heldFor === id} isRunning={isRunning} />
          {isRunning ? (
            <Button icon={Square} onClick={onStop}>
              Stop
            </Button>
          ) : (
            <Button type="submit" icon={ArrowUp} look="primary" needs={needs} disabled={!canSend}>
              Send
            </Button>
          )}
        </div>
      </div>
    </form>
  )
}
