import type { RecordedVersion } from './recording.ts'

export interface RecordingException {
  /** Both when it is left out. */
  readonly version?: RecordedVersion
  /** A whole recording, or a place in it after a #. */
  readonly exchange: string
  readonly reason: string
}

/** What of the recordings the simulator does not repeat. */
export const recordingExceptions: readonly RecordingException[] = [
  { exchange: '26-openai', reason: 'The simulator has no OpenAI and no Anthropic routes.' },
  {
    exchange: '16-chat#3',
    reason: 'The recorded model, of random weights, never thinks; the simulated one does when it is asked.',
  },
  ...['11-delete#0', '11-delete#5'].map((exchange) => ({
    version: '0.32.15' as const,
    exchange,
    reason: 'It deletes a copy, and the making of that copy was not recorded.',
  })),
  {
    version: '0.24.0',
    exchange: '19-long-prompt#5',
    reason: 'No byte of the recorded reply, of random weights, made a whole character, so that no chunk came.',
  },
]

export const exceptionFor = (version: RecordedVersion, id: string): RecordingException | undefined =>
  recordingExceptions.find(
    (entry) =>
      (entry.version ?? version) === version && (entry.exchange === id || entry.exchange === id.replace(/#\d+$/, '')),
  )
