/** The options that the model itself comes with: a name and a value a line, as Ollama tells them. */
export function ParametersTab({ text }: { readonly text: string | null }) {
  const lines = (text ?? '').split('\n').flatMap((line) => {
    const written = line.trim()
    const blank = written.search(/\s/)
    return blank === -1 ? [] : [{ name: written.slice(0, blank), value: written.slice(blank).trim() }]
  })
  if (lines.length === 0) return <p className="text-ink-muted">This model sets none; Ollama's defaults apply.</p>
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)]">
      {lines.map(({ name, value }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a name such as "stop" may stand several times
        <div key={index} className="col-span-2 grid grid-cols-subgrid border-line py-[7px] not-first:border-t">
          <dt className="pr-6 font-mono text-small leading-5 text-ink-muted">{name}</dt>
          <dd className="min-w-0 text-right font-mono text-small leading-5 wrap-anywhere text-ink-strong">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
