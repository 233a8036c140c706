import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { ConnectionLimits } from '../plugins/connections.ts'

/** What is under way on one connection. */
interface Turn {
  /** Null once its answer has left. */
  response: ServerResponse | null
  /** Null once it has come whole and its answer has left. */
  request: IncomingMessage | null
  /** How many requests have come that wait for theirs. */
  waiting: number
  isRefused: boolean
}

export interface InTurn {
  /** Takes each request as it comes. */
  readonly take: RequestListener
  /**
   * For what is no request: calls back when all before has been answered. Where an answer has begun that nothing can
   * follow, the connection ends instead.
   */
  refuse(socket: Socket, answer: () => void): void
}

/** Answers leave in the order of what was asked, so that work for the next one begins when the one before has left. */
export function inTurn(
  { maxPipelined, unreadMs, goneMs }: Pick<ConnectionLimits, 'maxPipelined' | 'unreadMs' | 'goneMs'>,
  enter: RequestListener,
): InTurn {
  const turns = new WeakMap<Socket, Turn>()

  function begin(request: IncomingMessage, response: ServerResponse) {
    const { socket } = request
    const turn = turns.get(socket) ?? first(socket)
    Object.assign(turn, { request, response })
    // A connection may be kept for long, and with it what was asked last.
    response.once('finish', () => {
      if (turn.response !== response) return
      turn.response = null
      if (request.complete) turn.request = null
    })
    // What has been silent may still be at work; what waits on its way out has a reader who takes nothing.
    response.setTimeout(unreadMs, () => void (socket.writableLength > 0 && socket.destroy()))
    enter(request, response)
  }

  function first(socket: Socket): Turn {
    const turn = { request: null, response: null, waiting: 0, isRefused: false }
    turns.set(socket, turn)
    socket.once('end', () => halfClosed(socket, turn))
    return turn
  }

  /**
   * Whoever says nothing more may wait for an answer, or be gone: that shows when something is written. Before the answer
   * an interim one can be, which callers pass over (RFC 9110, 15.2): soon and then ever later, since some take few of them.
   */
  function halfClosed(socket: Socket, turn: Turn) {
    if (isStreaming(turn)) return void socket.destroy()
    let next = setTimeout(ask, goneMs, 1)
    function ask(round: number) {
      const { request, response } = turn
      if (response?.headersSent === false && request?.httpVersion === '1.1') response.writeProcessing()
      // HTTP/1.0 knows no interim answers. Who speaks it is mostly a proxy whose own caller is gone.
      else if (response?.headersSent === false && round === 4) return void socket.destroy()
      next = setTimeout(ask, goneMs * 2 ** round, round + 1)
    }
    socket.once('close', () => clearTimeout(next))
  }

  function afterAnswers(socket: Socket, turn: Turn, answer: () => void) {
    if (socket.destroyed) return
    const { request, response, waiting } = turn
    const isOfThis = waiting === 0 && request?.complete === false
    if (isOfThis && response?.headersSent === false) answer()
    else if (isOfThis || isStreaming(turn)) socket.destroySoon()
    // When it has closed, the next has begun, if there is one.
    else if (response) response.once('close', () => setImmediate(afterAnswers, socket, turn, answer))
    else if (waiting === 0) answer()
    else socket.destroySoon()
  }

  return {
    take(request, response) {
      if (response.socket) return begin(request, response)
      const { socket } = request
      const turn = turns.get(socket)
      if (!turn || turn.waiting >= maxPipelined) return void socket.destroy()
      turn.waiting += 1
      response.once('socket', () => {
        turn.waiting -= 1
        // Node is not done yet with giving it the connection.
        process.nextTick(begin, request, response)
      })
    },
    refuse(socket, answer) {
      const turn = turns.get(socket)
      if (!turn) return answer()
      // Each further piece is told of as well.
      if (turn.isRefused) return
      turn.isRefused = true
      afterAnswers(socket, turn, answer)
    },
  }
}

/** Its head is out, and nobody knows when it ends. */
const isStreaming = ({ response }: Turn): boolean =>
  response?.headersSent === true && !response.hasHeader('content-length')
