import { useQueryClient } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Command } from '../../ui/command.tsx'
import { Dialog } from '../../ui/dialog.tsx'

/** As the shell takes it that people have where they read this. */
const startWith = (name: string, value: string): string =>
  /Win/.test(navigator.platform) ? `$env:${name}='${value}'; npm start` : `${name}=${value} npm start`

export interface ConnectDialogProps {
  readonly onClose: () => void
  readonly tried: string
  readonly reason: string
}

export function ConnectDialog({ onClose, tried, reason }: ConnectDialogProps) {
  const client = useQueryClient()
  const [isChecking, setChecking] = useState(false)
  const check = async () => {
    setChecking(true)
    await client.invalidateQueries()
    setChecking(false)
  }
  return (
    <Dialog onClose={onClose} title="Connect to your Ollama">
      <p>
        No Ollama found at <code className="text-small text-ink-strong">{tried}</code> ({reason}). The dashboard retries
        every 3 seconds and switches to your Ollama automatically once it is reachable.
      </p>
      <p className="text-ink-muted">
        Until then models, downloads and activity are simulated, and start anew with the dashboard.
      </p>
      <div className="grid gap-1.5">
        <h3 className="font-medium">Ollama runs on this machine</h3>
        <Command>ollama serve</Command>
      </div>
      <div className="grid gap-1.5">
        <h3 className="font-medium">Ollama runs on another machine</h3>
        <p className="text-ink-muted">Stop the dashboard and start it with the address of your server.</p>
        <Command>{startWith('OLLAMA_HOST', 'http://my-server:11434')}</Command>
      </div>
      <div className="flex justify-end gap-2">
        <Button look="quiet" onClick={onClose}>
          Close
        </Button>
        <Button look="primary" icon={RefreshCw} disabled={isChecking} onClick={() => void check()}>
          Check now
        </Button>
      </div>
    </Dialog>
  )
}
