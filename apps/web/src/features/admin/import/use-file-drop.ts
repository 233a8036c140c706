import { type DragEvent, useState } from 'react'

/** Takes a file that is dragged onto an element. */
export function useFileDrop(onFile: (file: File) => void) {
  const [isOver, setOver] = useState(false)
  const handlers = {
    onDragOver(event: DragEvent) {
      if (!event.dataTransfer.types.includes('Files')) return
      // Else the browser would leave the page and show the file.
      event.preventDefault()
      setOver(true)
    },
    onDragLeave(event: DragEvent) {
      const isWithin = event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)
      if (!isWithin) setOver(false)
    },
    onDrop(event: DragEvent) {
      const [file] = event.dataTransfer.files
      setOver(false)
      if (!file) return
      event.preventDefault()
      onFile(file)
    },
  }
  return { isOver, handlers }
}
