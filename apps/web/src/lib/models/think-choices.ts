import type { Model, Think } from '@ollama-dashboard/contracts'

export type ThinkingModel = Pick<Model, 'think_values'>

const words: readonly (readonly [Think, string])[] = [
  [true, 'On'],
  [false, 'Off'],
  ['low', 'Low'],
  ['medium', 'Medium'],
  ['high', 'High'],
  ['max', 'Max'],
]

/** What a model takes for `think`; on or off where nobody knows. */
const valuesOf = ({ think_values: values }: ThinkingModel): readonly Think[] => values ?? [true, false]

/** What is offered, with its word; a value that was chosen before stays among them. */
export const thinkChoices = (model: ThinkingModel, chosen?: string) =>
  words.filter(([value]) => valuesOf(model).includes(value) || String(value) === chosen)

/** Whether a model thinks whatever it is told. */
export const alwaysThinks = (model: ThinkingModel): boolean =>
  valuesOf(model).length > 0 && !valuesOf(model).includes(false)

/** The value as the model takes it; undefined where it takes nothing like it. */
export function acceptedThink(model: ThinkingModel | undefined, think: Think): Think | undefined {
  if (!model?.think_values || model.think_values.includes(think)) return think
  return think !== false && model.think_values.includes(true) ? true : undefined
}
