export const KeyHint = ({ children }: { readonly children: string }) => (
  <kbd className="inline-block min-w-4.5 rounded-inner border border-line-strong bg-panel px-[5px] text-center font-sans text-tiny leading-4.25 font-medium text-ink-muted">
    {children}
  </kbd>
)
