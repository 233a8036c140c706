import { Toast } from '@base-ui/react/toast'
import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { useEffect } from 'react'
import { forgetNotices, type ToastExtras, toasts } from '../../lib/notices.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'

/** Shows the newest notices at the bottom right, above what is to be used there. */
export function Toaster() {
  useEffect(() => forgetNotices, [])
  return (
    <Toast.Provider toastManager={toasts} limit={2}>
      <Toast.Portal>
        <Toast.Viewport
          data-notices
          className="fixed right-4 bottom-[calc(var(--foot,0px)+16px)] z-50 grid w-[min(25rem,calc(100vw-2rem))] gap-2 phone:bottom-[calc(max(var(--bottom-bar),var(--foot,0px))+12px)]"
        >
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function ToastList() {
  const { toasts: shown, close } = Toast.useToastManager<ToastExtras>()
  return shown.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      swipeDirection={['right', 'down']}
      className="flex items-start gap-2.5 rounded-panel data-limited:hidden bg-raised py-3 pr-2 pl-3.5 shadow-popup transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0"
    >
      {toast.type === 'broken' ? (
        <CircleAlert aria-hidden className="mt-0.5 size-4 flex-none text-broken-text" />
      ) : (
        <CircleCheck aria-hidden className="mt-0.5 size-4 flex-none text-ok-text" />
      )}
      <div className="min-w-0 flex-1">
        <Toast.Title className="text-base font-medium wrap-anywhere text-ink-strong" />
        <Toast.Description className="text-small wrap-anywhere text-ink-muted" />
        {toast.data?.action && (
          <div className="mt-1 -ml-2">
            <Button
              look="quiet"
              size="small"
              icon={toast.data.action.icon}
              onClick={() => {
                toast.data?.action?.run()
                close(toast.id)
              }}
            >
              {toast.data.action.label}
            </Button>
          </div>
        )}
        {toast.data?.details !== undefined && (
          <div className="mt-1 -ml-2">
            <CopyButton text={toast.data.details}>Copy details</CopyButton>
          </div>
        )}
      </div>
      <Toast.Close render={<IconButton icon={X} label="Dismiss" size="small" />} />
    </Toast.Root>
  ))
}
