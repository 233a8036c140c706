import { Toast } from '@base-ui/react/toast'
import { CircleAlert, CircleCheck, Undo2, X } from 'lucide-react'
import { useEffect } from 'react'
import { describeError } from '../lib/describe-error.ts'
import { formatSpan } from '../lib/format.ts'
import { type Notice, onNotice } from '../lib/notices.ts'
import { Button } from './button.tsx'
import { CopyButton } from './copy-button.tsx'
import { IconButton } from './icon-button.tsx'

const okForMs = 4000
/** What says why something failed, or can be taken back, has to be read first. */
const longerForMs = 10_000

/** Shows notices at the bottom right, above the bar on a phone. */
export const Toaster = () => (
  <Toast.Provider limit={3}>
    <Toast.Portal>
      <Toast.Viewport className="fixed right-4 bottom-4 z-50 grid w-[min(400px,calc(100vw-32px))] gap-2 phone:bottom-[calc(var(--bottom-bar)+12px)]">
        <Toasts />
      </Toast.Viewport>
    </Toast.Portal>
  </Toast.Provider>
)

function Toasts() {
  const { toasts, add, close } = Toast.useToastManager<Notice>()
  useEffect(
    () =>
      onNotice((notice) => {
        const isBroken = notice.kind === 'broken'
        add({
          title: notice.title,
          description: describe(notice),
          type: notice.kind,
          timeout: isBroken || notice.undo ? longerForMs : okForMs,
          priority: isBroken ? 'high' : 'low',
          data: notice,
        })
      }),
    [add],
  )
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      swipeDirection={['right', 'down']}
      className="flex items-start gap-2.5 rounded-panel bg-raised py-3 pr-2 pl-3.5 shadow-popup transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0"
    >
      {toast.type === 'broken' ? (
        <CircleAlert aria-hidden className="mt-0.5 size-4 flex-none text-broken-text" />
      ) : (
        <CircleCheck aria-hidden className="mt-0.5 size-4 flex-none text-ok-text" />
      )}
      <div className="min-w-0 flex-1">
        <Toast.Title className="text-base font-medium wrap-anywhere text-ink-strong" />
        <Toast.Description className="text-small wrap-anywhere text-ink-muted" />
        {toast.data?.undo && (
          <div className="mt-1 -ml-2">
            <Button
              look="quiet"
              size="small"
              icon={Undo2}
              onClick={() => {
                toast.data?.undo?.run()
                close(toast.id)
              }}
            >
              {toast.data.undo.label}
            </Button>
          </div>
        )}
        {toast.data?.error !== undefined && (
          <div className="mt-1 -ml-2">
            <CopyButton text={describeError(toast.data.error).details}>Copy details</CopyButton>
          </div>
        )}
      </div>
      <Toast.Close render={<IconButton icon={X} label="Dismiss" size="small" />} />
    </Toast.Root>
  ))
}

function describe({ seconds, error }: Notice): string | undefined {
  if (seconds !== undefined) return `In ${formatSpan(seconds)}`
  if (error === undefined) return undefined
  const { title, hint } = describeError(error)
  return hint === null ? title : `${title} ${hint}`
}
