import { comparableName } from '@ollama-dashboard/contracts'
import { mayBeListed } from '../model-name.ts'
import type { InstalledModel, LoadedModel, OllamaModelDetails, PullLine, ShownModel } from '../ollama.ts'
import { contextOf, countOf, isObject, type JsonObject, objectOf, textOf, textsOf, timeOf } from './json-value.ts'

/** Far more than anybody has: what a server lists beyond that is left out. */
const maxInstalled = 10_000
const maxLoaded = 1000
/** Max rows read per model that may be shown. */
const rowsPerModel = 4
/** Capabilities and families of one model, and the characters of one of them. */
const maxWords = 64
const maxWordLength = 256

/** A list of models, and how many of its rows are left out: without a usable name, named twice, or beyond the limit. */
export interface ReadList<M> {
  readonly models: readonly M[]
  readonly leftOut: number
  /** As many are read as are shown at most: what is left out is beyond that. */
  readonly isFull: boolean
}

/**
 * Whether an answer has the list that Ollama's always have, which Go may write as null: a server that answers every path
 * with the same JSON is not taken for an Ollama without models.
 */
export function holdsModels(answer: unknown): boolean {
  const { models } = objectOf(answer)
  return models === null || Array.isArray(models)
}

/** Takes the rows that can be shown and acted on; a value of theirs that makes no sense is null and costs only itself. */
function readList<M>(answer: unknown, max: number, read: (row: JsonObject, name: string) => M): ReadList<M> {
  const { models: rows } = objectOf(answer)
  if (!Array.isArray(rows)) return { models: [], leftOut: 0, isFull: false }
  const models = new Map<string, M>()
  for (const row of rows.slice(0, max * rowsPerModel)) {
    if (models.size === max) break
    const name = isObject(row) ? (textOf(row['name']) ?? textOf(row['model'])) : null
    if (name === null || !mayBeListed(name) || models.has(comparableName(name))) continue
    models.set(comparableName(name), read(objectOf(row), name))
  }
  return { models: [...models.values()], leftOut: rows.length - models.size, isFull: models.size === max }
}

const wordOf = (value: unknown): string | null => textOf(value)?.slice(0, maxWordLength) ?? null

const wordsOf = (value: unknown): readonly string[] | null =>
  textsOf(value)
    ?.slice(0, maxWords)
    .map((word) => word.slice(0, maxWordLength)) ?? null

function detailsOf(value: unknown): OllamaModelDetails {
  const details = objectOf(value)
  return {
    format: wordOf(details['format']),
    family: wordOf(details['family']),
    families: wordsOf(details['families']) ?? [],
    parent_model: wordOf(details['parent_model']),
    parameter_size: wordOf(details['parameter_size']),
    quantization_level: wordOf(details['quantization_level']),
  }
}

/** Lists before 0.30 lack the context of a model, and say so by leaving it out. */
const trainedContextOf = (row: JsonObject): number | null =>
  contextOf(row['context_length']) ?? contextOf(objectOf(row['details'])['context_length'])

const isRemote = (row: JsonObject): boolean =>
  textOf(row['remote_host']) !== null || textOf(row['remote_model']) !== null

/** Reads the response of `/api/tags`. */
export const readInstalled = (answer: unknown): ReadList<InstalledModel> =>
  readList(answer, maxInstalled, (row, name) => ({
    name,
    digest: wordOf(row['digest']),
    size: countOf(row['size']),
    modifiedAt: timeOf(row['modified_at']),
    details: detailsOf(row['details']),
    capabilities: wordsOf(row['capabilities']),
    contextLength: trainedContextOf(row),
    remote: isRemote(row),
  }))

/** Reads the response of `/api/ps`. */
export const readLoaded = (answer: unknown): ReadList<LoadedModel> =>
  readList(answer, maxLoaded, (row, name) => ({
    name,
    digest: wordOf(row['digest']),
    size: countOf(row['size']),
    sizeVram: countOf(row['size_vram']),
    contextLength: contextOf(row['context_length']),
    expiresAt: timeOf(row['expires_at']),
    details: detailsOf(row['details']),
  }))

/** Reads the response of `/api/version`; null if it is not from Ollama. */
export const readVersion = (answer: unknown): string | null => {
  const version = textOf(objectOf(answer)['version'])
  return version !== null && version.length <= maxVersionLength ? version : null
}

const maxVersionLength = 100

/** Reads the response of `/api/show`. */
export function readShown(answer: unknown): ShownModel {
  const shown = objectOf(answer)
  return {
    details: detailsOf(shown['details']),
    capabilities: wordsOf(shown['capabilities']),
    parameters: longTextOf(shown['parameters']),
    template: longTextOf(shown['template']),
    system: longTextOf(shown['system']),
    license: longTextOf(shown['license']),
    modelfile: longTextOf(shown['modelfile']),
    modelInfo: readModelInfo(shown['model_info']),
    remote: isRemote(shown),
  }
}

/** A licence has some ten thousand characters; what a model has beyond this is cut off. */
const maxTextLength = 1024 ** 2

const longTextOf = (value: unknown): string | null => textOf(value)?.slice(0, maxTextLength) ?? null

/** A file has some hundred values; the longest text among them is the template of a chat. */
const maxInfoValues = 4096
const maxInfoLength = 128 * 1024

/** The header of a GGUF file, whatever its keys: texts, numbers, booleans and arrays of these, which are null if not asked for. */
const readModelInfo = (value: unknown): JsonObject =>
  Object.fromEntries(
    Object.entries(objectOf(value))
      .slice(0, maxInfoValues)
      .filter(([, one]) => isPlain(one) || (Array.isArray(one) && one.every(isPlain))),
  )

function isPlain(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value === 'string') return value.length <= maxInfoLength
  return value === null || typeof value === 'boolean'
}

/** Reads a line of `/api/pull`. */
export function readPullLine(line: unknown): PullLine {
  const { status, digest, total, completed } = objectOf(line) as JsonObject & PullLine
  return {
    status: (textOf(status) ?? '').slice(0, maxStatusLength),
    digest: textOf(digest)?.slice(0, maxDigestLength) ?? null,
    total: countOf(total),
    completed: countOf(completed),
  }
}

/** A line is kept with the job and told to everybody who listens: Ollama's are far shorter. */
const maxStatusLength = 200
const maxDigestLength = 100
