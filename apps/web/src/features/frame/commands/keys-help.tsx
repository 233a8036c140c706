import { Dialog } from '../../../ui/dialog.tsx'
import { KeyHint } from '../../../ui/key-hint.tsx'
import { pages } from '../bars/pages.ts'

const keys: readonly (readonly [readonly string[], string])[] = [
  [['Ctrl', 'K'], 'Search or run a command'],
  ...pages.map(({ key, name }) => [['g', key], `Go to ${name}`] as const),
  [['/'], 'Filter the list'],
  [['j'], 'Next in the list'],
  [['k'], 'Previous in the list'],
  [['Enter'], 'Open what has the focus'],
  [['Esc'], 'Close'],
  [['?'], 'Keyboard shortcuts'],
]

export const KeysHelp = ({ onClose }: { readonly onClose: () => void }) => (
  <Dialog onClose={onClose} title="Keyboard shortcuts">
    <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
      {keys.map(([combination, meaning]) => (
        <div key={meaning} className="contents">
          <dt className="flex gap-1">
            {combination.map((key) => (
              <KeyHint key={key}>{key}</KeyHint>
            ))}
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  </Dialog>
)
