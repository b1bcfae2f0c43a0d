/** The sentences that offer the real market to those who see the simulated one. */
export const modeWords = {
  title: 'You are looking at a simulated market',
  text: 'Real prices come from Kraken, Binance and Coinbase. The two never share a database, so nothing here is mixed up.',
  switchToLive: 'Switch to live',
  switching: 'Switching…',
  switched: 'Live from the next start',
  switchedText: 'Stop Tideline with Ctrl-C and run npm start again. What the simulation stored is kept apart, accounts included.',
  locked: 'This can only be changed on the machine itself: set MARKET_MODE=live and start again.',
  forAdmins: 'Only an administrator can change this.',
  signIn: 'Sign in',
  failed: 'The server could not keep the choice. Try again.',
} as const;
