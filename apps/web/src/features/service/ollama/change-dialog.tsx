import { Boxes, Download, MessageSquareX, RotateCw, Square } from 'lucide-react'
import { Button } from '../../../ui/button.tsx'
import { Consequence } from '../../../ui/consequence.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { DialogButtons } from '../../../ui/dialog-buttons.tsx'
import { useInterrupts } from './interrupts.ts'

export interface ChangeDialogProps {
  readonly action: 'stop' | 'restart'
  readonly onClose: () => void
  readonly onConfirm: () => void
}

/** Asks by consequence: what is interrupted, as it stands while somebody reads it. */
export function ChangeDialog({ action, onClose, onConfirm }: ChangeDialogProps) {
  const { requests, downloads, models } = useInterrupts()
  const verb = action === 'stop' ? 'Stop' : 'Restart'
  const isQuiet = requests === null && downloads === null && models === null
  return (
    <Dialog onClose={onClose} title={`${verb} Ollama?`}>
      <ul className="grid gap-2.5 text-ink-muted">
        {requests !== null && <Consequence icon={MessageSquareX}>{requests}.</Consequence>}
        {downloads !== null && <Consequence icon={Download}>{downloads}.</Consequence>}
        {models !== null && <Consequence icon={Boxes}>{models}.</Consequence>}
        {isQuiet && (
          <Consequence icon={Boxes}>Nothing of this dashboard is interrupted, and no model is loaded.</Consequence>
        )}
        <Consequence icon={action === 'stop' ? Square : RotateCw}>
          {action === 'stop'
            ? 'Nobody can use models until it is started again, here or by its manager.'
            : 'It answers again after a few seconds.'}{' '}
          Requests of other programs are not seen here, and end as well.
        </Consequence>
      </ul>
      <DialogButtons onClose={onClose}>
        <Button
          look={action === 'stop' ? 'destroy' : 'primary'}
          icon={action === 'stop' ? Square : RotateCw}
          onClick={onConfirm}
        >
          {verb} Ollama
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
