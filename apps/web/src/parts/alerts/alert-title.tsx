import { InlineName } from '../model-name.tsx'

export interface AlertTitleProps {
  readonly title: string
  readonly model: string | null
}

/** What is wrong, with the model it is about as names are written everywhere. */
export function AlertTitle({ title, model }: AlertTitleProps) {
  const at = model === null ? -1 : title.indexOf(model)
  if (model === null || at < 0) return title
  return (
    <>
      {title.slice(0, at)}
      <InlineName name={model} />
      {title.slice(at + model.length)}
    </>
  )
}
