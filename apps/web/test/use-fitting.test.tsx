import '../src/styles.css'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { useFitting } from '../src/lib/hooks/use-fitting.ts'

function Row({ width, className = '' }: { readonly width: number; readonly className?: string }) {
  const [row, fitting] = useFitting()
  return (
    <div ref={row} className={`flex gap-2 *:w-20 *:flex-none ${className}`} style={{ width }}>
      {['One', 'Two', 'Three', 'Four'].map((word) => (
        <button key={word} type="button">
          {word}
        </button>
      ))}
      <button type="button">More than {fitting}</button>
    </div>
  )
}
const shown = () =>
  page
    .getByRole('button')
    .elements()
    .map(({ textContent }) => textContent)

test('what does not fit in one line gives way to what leads to it, and comes back with the room', async () => {
  const { rerender } = await render(<Row width={300} />)
  await expect.poll(shown).toEqual(['One', 'Two', 'More than 2'])
  await rerender(<Row width={80 * 4 + 8 * 3} />)
  await expect.poll(shown).toEqual(['One', 'Two', 'Three', 'Four'])
})

test('a row that scrolls sideways hides nothing', async () => {
  await render(<Row width={200} className="overflow-x-auto" />)
  await expect.poll(shown).toEqual(['One', 'Two', 'Three', 'Four'])
})
