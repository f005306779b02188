// Prints lines of columns, the first one to the left and the others to the right, as they come.
export function table(...widths) {
  const line = (cells) =>
    console.log(
      cells
        .map((cell, index) => (index === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[index])))
        .join(''),
    );
  return (...cells) => line(cells.map(String));
}

export const ms = (time) => `${time.toFixed(time < 10 ? 3 : 1)} ms`;
export const times = (ratio) => `${ratio.toFixed(ratio < 10 ? 1 : 0)} x`;
