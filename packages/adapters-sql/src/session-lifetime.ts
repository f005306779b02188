/** How long the parts of a session may be used, and what of them is under way. */
export interface SessionLifetime {
  /** The same functions, which reject once the session is over. */
  within<Part extends object>(part: Part): Part;
  /** @returns how many calls had not come to their end */
  end(): number;
}

type Call = (...args: unknown[]) => Promise<unknown>;

/** @param translate makes of what a call failed with what its caller sees */
export function sessionLifetime(translate: (error: unknown) => unknown): SessionLifetime {
  let isOver = false;
  let underWay = 0;

  const within =
    (call: Call): Call =>
    async (...args) => {
      requireAlive();
      underWay += 1;
      try {
        const result = await call(...args);
        requireAlive();
        return result;
      } catch (error) {
        requireAlive();
        throw translate(error);
      } finally {
        underWay -= 1;
      }
    };
  const requireAlive = () => {
    if (isOver) throw new Error('this unit of work is over');
  };

  return {
    within: <Part extends object>(part: Part) =>
      Object.fromEntries(Object.entries(part).map(([name, call]) => [name, within(call as Call)])) as Part,
    end() {
      isOver = true;
      return underWay;
    },
  };
}
