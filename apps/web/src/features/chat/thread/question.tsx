import { splitFiles } from '@ollama-dashboard/contracts/attached-files'
import { Copy, Ellipsis, GitFork, Pencil } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { copyAndTell } from '../../../lib/notices.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Menu, MenuItem } from '../../../ui/menu.tsx'
import { dataUrlOf } from '../composer/images.ts'
import { FileChips } from './file-chips.tsx'
import { LongText } from './long-text.tsx'
import type { Question as Asked } from './message-lists.ts'
import { QuestionEditor } from './question-editor.tsx'

export interface QuestionProps {
  readonly question: Asked
  /** Undefined where it cannot be asked anew at present. */
  readonly onAsk?: ((question: Asked) => void) | undefined
  readonly onFork?: (() => void) | undefined
  /** Under it, where no reply is. */
  readonly ending?: ReactNode
}

/** What somebody asked, and what can be done with it. */
export function Question({ question, onAsk, onFork, ending }: QuestionProps) {
  const [isEditing, setEditing] = useState(false)
  const menu = useRef<HTMLButtonElement>(null)
  const { written, files } = splitFiles(question.content)
  if (isEditing) {
    const close = () => {
      setEditing(false)
      requestAnimationFrame(() => menu.current?.focus())
    }
    return (
      <QuestionEditor
        question={question}
        onClose={close}
        onAsk={
          onAsk &&
          ((changed) => {
            setEditing(false)
            onAsk(changed)
          })
        }
      />
    )
  }
  return (
    <div className="grid gap-2.5">
      <div className="group/question flex items-end justify-end gap-1">
        <span className="opacity-0 transition-opacity group-focus-within/question:opacity-100 group-hover/question:opacity-100 has-aria-expanded:opacity-100 pointer-coarse:opacity-100">
          <Menu trigger={<IconButton ref={menu} icon={Ellipsis} size="small" label="Message actions" />}>
            <MenuItem icon={Copy} onSelect={() => void copyAndTell(question.content, 'Message')}>
              Copy
            </MenuItem>
            {onAsk && (
              <MenuItem icon={Pencil} onSelect={() => setEditing(true)}>
                Edit and resend
              </MenuItem>
            )}
            {onFork && (
              <MenuItem icon={GitFork} onSelect={onFork}>
                Fork from here
              </MenuItem>
            )}
          </Menu>
        </span>
        <div className="max-w-[80%] min-w-0 rounded-[8px_8px_2px_8px] bg-raised px-[13px] py-2 text-ink-strong shadow-raise forced-colors:border phone:max-w-[90%]">
          {question.images.length > 0 && (
            <ul aria-label="Images" className="mb-1.5 flex flex-wrap gap-1.5">
              {question.images.map((image, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: one may be there twice
                <li key={`${index} ${image.length}`}>
                  <img
                    src={dataUrlOf(image)}
                    alt={`Attachment ${index + 1} of ${question.images.length}`}
                    className="max-h-40 max-w-full rounded-inner"
                  />
                </li>
              ))}
            </ul>
          )}
          {files.length > 0 && <FileChips label="Files" files={files} className={written !== '' && 'mb-1.5'} />}
          {written !== '' && <LongText text={written} />}
        </div>
      </div>
      {ending}
    </div>
  )
}
