import type { ReactNode } from 'react'

/** The end of a dialog that is longer than the screen: it stays in sight, at the edge, while what is above it scrolls. */
export const DialogFoot = ({ children }: { readonly children: ReactNode }) => (
  <div className="sticky -bottom-5 z-1 -mx-5 -mb-5 grid grid-cols-[minmax(0,1fr)] gap-2.5 border-t border-line bg-raised px-5 py-3.5">
    {children}
  </div>
)
