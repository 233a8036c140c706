import { KeyHint } from '../../../ui/key-hint.tsx'
import { hasKeyboard } from './composer-keys.ts'

export interface ComposerHintProps {
  readonly id: string
  readonly isLocked: boolean
  /** What is written goes out as soon as it is known to whom. */
  readonly isHeld: boolean
  readonly isRunning: boolean
}

/** Which keys do what at present. */
export function ComposerHint({ id, isLocked, isHeld, isRunning }: ComposerHintProps) {
  return (
    <p id={id} className="pr-2 text-small text-ink-faint phone:sr-only">
      {isLocked ? null : isHeld ? (
        'Sending…'
      ) : isRunning ? (
        <>
          <KeyHint>esc</KeyHint> stop
        </>
      ) : (
        hasKeyboard && (
          <>
            <KeyHint>↵</KeyHint> send · <KeyHint>⇧↵</KeyHint> new line
          </>
        )
      )}
    </p>
  )
}
