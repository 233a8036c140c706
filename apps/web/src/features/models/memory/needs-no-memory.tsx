/** Of a cloud model, where others tell what a context takes. */
export const NeedsNoMemory = () => (
  <p className="col-span-full text-ink-muted">It runs on ollama.com and needs no memory here.</p>
)
