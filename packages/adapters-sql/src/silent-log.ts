/** For knex. What goes wrong is thrown; whoever catches it decides what is logged. */
export const silentLog = { warn() {}, error() {}, deprecate() {}, debug() {} };
