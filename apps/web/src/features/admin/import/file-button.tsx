import { useRef } from 'react'
import { Button, type ButtonProps } from '../../../ui/button.tsx'

export interface FileButtonProps extends Pick<ButtonProps, 'look' | 'size' | 'children' | 'disabled'> {
  readonly onChoose: (file: File) => void
}

/** Opens the browser's choice of a file. */
export function FileButton({ onChoose, ...button }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button {...button} onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? []
          // So that the same file, mended meanwhile, can be chosen again.
          currentTarget.value = ''
          if (file) onChoose(file)
        }}
      />
    </>
  )
}
