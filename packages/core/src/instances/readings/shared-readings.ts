import { hash } from 'node:crypto'
import { hostname } from 'node:os'
import type { Clock } from '../../kernel/clock.ts'
import type { OtherReaders } from '../../kernel/collector/other-readers.ts'
import { addressKey, isLoopback } from '../../ollama/ollama-address.ts'
import type { Replicas } from '../../replicas/replicas.ts'
import { createReadingsTopic, type ReadingsTopic } from './readings-topic.ts'
import type { ToldReading } from './told-reading.ts'

type Server = { readonly name: string; readonly url: URL }

/** What replicas tell each other of the Ollama servers, so that each is asked by one of them. Disposing it ends that. */
export interface SharedReadings extends Disposable {
  /** Whether this replica tells everybody what happens to the servers. */
  isLeader(): boolean
  /** Those who read a list of that server: the same for all replicas that reach it at the same address. */
  of<T>(server: Server, list: string): OtherReaders<T>
}

export interface SharedReadingsOptions {
  readonly replicas: Pick<Replicas, 'link' | 'leader'>
  /** Replicas of another version may have readings of another form: they are not heard. */
  readonly version: string
  readonly clock: Clock
  /** The name of this machine. */
  readonly host?: string
}

const channel = 'readings'
const watchedChannel = 'readings watched'

/** The leader asks, and tells the others; whoever else asks, for an action or since nobody tells, tells it too. */
export function createSharedReadings(options: SharedReadingsOptions): SharedReadings {
  const { replicas, version, clock, host = hostname() } = options
  const { link, leader } = replicas
  const topics = new Map<string, ReadingsTopic<never>>()
  const watched = new Set<string>()
  const each = (tell: (topic: ReadingsTopic<never>) => void) => () => {
    for (const topic of topics.values()) tell(topic)
  }

  const ends = [
    link.subscribe(channel, (message) => {
      const [topic, told] = message as readonly [string, ToldReading]
      topics.get(topic)?.hear(told)
    }),
    link.subscribe(watchedChannel, (message) => {
      for (const topic of message as readonly string[]) topics.get(topic)?.hearWatched()
    }),
    link.onRestored(each((topic) => topic.restored())),
    leader.onChange(each((topic) => topic.leaderChanged())),
  ]

  /** A page looks at all servers at the same moment: that is one message, and not one for each of a thousand servers. */
  function tellWatched(topic: string): void {
    if (watched.size === 0) {
      queueMicrotask(() => {
        link.publish(watchedChannel, [...watched])
        watched.clear()
      })
    }
    watched.add(topic)
  }

  /** Behind a loopback address each machine has a server of its own. */
  function topicOf({ name, url }: Server, list: string): string {
    const where = isLoopback(url) ? host : ''
    return hash('sha256', JSON.stringify([version, name, addressKey(url), where, list]), 'base64url')
  }

  return {
    isLeader: () => leader.isHeld(),
    of<T>(server: Server, list: string) {
      const name = topicOf(server, list)
      const topic = createReadingsTopic<T>({
        ...{ link, leader, clock },
        publish: (told) => link.publish(channel, [name, told]),
        publishWatched: () => tellWatched(name),
      })
      topics.set(name, topic as ReadingsTopic<never>)
      return topic
    },
    [Symbol.dispose]() {
      for (const end of ends) end()
    },
  }
}
