import type { SimulatedModel } from '../src/scenarios/simulated-model.ts'
import { jsonOf, type RecordedVersion, recordingsOf } from './recording.ts'

/** The models the recorded server had, out of its own answers of tags and show. */
export function recordedModels(version: RecordedVersion): readonly SimulatedModel[] {
  const answersOf = (recording: string) => recordingsOf(version).find(({ name }) => name === recording)?.exchanges ?? []
  const [tags] = answersOf('07-tags')
  if (tags === undefined) throw new Error(`there is no list of the models of ${version}`)
  const shown = new Map(answersOf('08-show').map(({ request, answer }) => [request.body?.['model'], jsonOf(answer)]))
  return jsonOf(tags.answer).models.map(({ name, size, digest }: Pick<SimulatedModel, 'name' | 'size' | 'digest'>) => {
    const show = shown.get(name.replace(':latest', ''))
    return {
      name,
      size,
      digest,
      weights: /^FROM .*\/blobs\/(\S+)$/m.exec(show.modelfile)?.[1]?.replace('-', ':') ?? '',
      modified_at: show.modified_at,
      parent_model: show.details.parent_model,
      family: show.details.family,
      parameter_size: show.details.parameter_size,
      quantization_level: show.details.quantization_level,
      capabilities: show.capabilities,
      model_info: show.model_info,
      template: show.template,
      ...(show.system === undefined ? {} : { system: show.system }),
      ...(show.license === undefined ? {} : { license: show.license }),
      parameters: parametersOf(show.parameters ?? ''),
    }
  })
}

/** The model the recorded server pulled: the file of `small`, in a registry of its own. */
export function pulledModel(version: RecordedVersion): SimulatedModel {
  const [tags] = recordingsOf(version)
    .filter(({ name }) => name === '27-pull')
    .flatMap(({ exchanges }) => exchanges.filter(({ request }) => request.path === '/api/tags'))
  const listed =
    tags && jsonOf(tags.answer).models.find(({ name }: { name: string }) => name.includes('/library/small'))
  const small = recordedModels(version).find(({ name }) => name === 'small:latest')
  if (listed === undefined || small === undefined) throw new Error(`${version} has not pulled its model`)
  const { name, size, digest, details } = listed
  const { parent_model, quantization_level } = details
  return { ...small, name, size, digest, parent_model, quantization_level, weights: PULLED_WEIGHTS }
}

const PULLED_WEIGHTS = 'sha256:59eacc71488dbb6972734bcbcc0db269041d8167c9bd728cff29b95c2ad60b1e'

/** One line for each value: `stop` can have many, and is a list even with one. */
function parametersOf(text: string): Readonly<Record<string, unknown>> {
  const parameters: Record<string, unknown> = {}
  for (const [, key = '', value = ''] of text.matchAll(/^(\w+) +(.*)$/gm)) {
    const stops = parameters['stop']
    parameters[key] = key === 'stop' ? [...(Array.isArray(stops) ? stops : []), JSON.parse(value)] : JSON.parse(value)
  }
  return parameters
}
