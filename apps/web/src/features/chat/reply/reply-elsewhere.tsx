import { StatusMark } from '../../../ui/status.tsx'

/** In the place of a reply that another window waits for, here or on another machine. */
export const ReplyElsewhere = () => (
  <p role="status" className="flex items-baseline gap-2 text-small font-medium text-accent-text">
    <StatusMark kind="working" className="motion-safe:animate-pulse" />A reply is coming in another window
  </p>
)
