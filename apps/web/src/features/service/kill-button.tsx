import { useMutation } from '@tanstack/react-query'
import { Power, TriangleAlert, Zap } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../lib/api/api.ts'
import { useMissing } from '../../lib/api/use-permission.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { Button } from '../../ui/button.tsx'
import { Consequence } from '../../ui/consequence.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DialogButtons } from '../../ui/dialog-buttons.tsx'

/** Ends the process of a dashboard that does not end by itself; asks by consequence. */
export function KillButton({ unavailable }: { readonly unavailable: string | null }) {
  const needs = useMissing('application.kill')
  const [isAsking, setAsking] = useState(false)
  const close = () => setAsking(false)
  const { mutate, error, reset, isPending } = useMutation({
    mutationFn: () => api.application.kill({ body: { confirm: true } }),
    onSettled: close,
  })
  return (
    <>
      <Button
        look="quiet"
        icon={Zap}
        needs={needs}
        unavailable={unavailable}
        disabled={isPending}
        className="text-broken-text"
        onClick={() => setAsking(true)}
      >
        Kill
      </Button>
      {error && <ProblemNote error={error} onDismiss={reset} />}
      {isAsking && (
        <Dialog onClose={close} title="Kill the dashboard?">
          <ul className="grid gap-2.5 text-ink-muted">
            <Consequence icon={Zap}>Its process ends at once, with exit code 70. Nothing is waited for.</Consequence>
            <Consequence icon={TriangleAlert}>
              Replies and downloads that are under way break off. What was saved stays.
            </Consequence>
            <Consequence icon={Power}>
              It comes back only if something starts it again, such as systemd or Docker. Otherwise start it by hand.
            </Consequence>
          </ul>
          <DialogButtons onClose={close}>
            <Button look="destroy" icon={Zap} disabled={isPending} onClick={() => mutate()}>
              Kill the dashboard
            </Button>
          </DialogButtons>
        </Dialog>
      )}
    </>
  )
}
