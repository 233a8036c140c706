import { randomUUID } from 'node:crypto'
import { timestamp } from '../../../kernel/clock.ts'
import type { AlertMessage } from '../../alert-messages.ts'
import type { MessageContent, NewAlertMessage } from './alert-message-table.ts'

export const testContent: MessageContent = {
  event: 'test',
  title: 'Test message',
  text: 'Messages about alerts arrive here.',
  alert: null,
}

export const messageFor = (channel: string, content: MessageContent, now: number): NewAlertMessage => ({
  id: randomUUID(),
  channel,
  content,
  createdAt: timestamp(now),
})

export const contentOf = ({ event, alert }: AlertMessage): MessageContent => ({
  event,
  title: alert.title,
  text: alert.description,
  alert,
})
