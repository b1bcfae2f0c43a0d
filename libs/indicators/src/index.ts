export { sma } from './sma';
