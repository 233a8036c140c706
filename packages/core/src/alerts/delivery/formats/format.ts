import type { HttpChannel } from '../channel.ts'
import type { MessageLines } from './message-lines.ts'

/** The JSON that a receiver of one kind takes. */
export type Format = (message: MessageLines, channel: Pick<HttpChannel, 'fields'>) => object
