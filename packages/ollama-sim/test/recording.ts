import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

export const recordedVersions = ['0.24.0', '0.32.15'] as const
export type RecordedVersion = (typeof recordedVersions)[number]

export interface RecordedRequest {
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Readonly<Record<string, unknown>>
  readonly raw?: string
  /** Since the first request of those sent together. */
  readonly sentAfterMs?: number
  readonly together?: boolean
  readonly hungUpMsAfterFirstByte?: number
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly headersAtMs: number
  /** A line without text stands for lines that were left out. */
  readonly lines: readonly { readonly text?: string }[]
  readonly end: 'complete' | 'aborted'
  readonly endMs: number
}

export interface Exchange {
  /** Such as `13-keep-alive#4`: the file and the place in it, from 0. */
  readonly id: string
  readonly request: RecordedRequest
  readonly answer: Answer
}

export interface Recording {
  readonly name: string
  readonly exchanges: readonly Exchange[]
}

export function recordingsOf(version: RecordedVersion): readonly Recording[] {
  const folder = join(import.meta.dirname, '..', 'recordings', `ollama-${version}`)
  return readdirSync(folder)
    .toSorted()
    .map((file) => {
      const name = basename(file, '.json')
      const exchanges: readonly Omit<Exchange, 'id'>[] = JSON.parse(readFileSync(join(folder, file), 'utf8'))
      return { name, exchanges: exchanges.map((exchange, place) => ({ ...exchange, id: `${name}#${place}` })) }
    })
}

/** The JSON of an answer that has one line. */
export const jsonOf = ({ lines }: Answer) => JSON.parse(lines[0]?.text ?? 'null')
