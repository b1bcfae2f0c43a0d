/** What an asset is called, and the id by which CoinGecko tells it from others of the same symbol. */
export interface KnownAsset {
  name: string;
  coingeckoId: string;
}

/** The common assets, so that a first start needs no look-up: symbol, name, CoinGecko id. */
const table: readonly (readonly [symbol: string, name: string, coingeckoId: string])[] = [
  ['BTC', 'Bitcoin', 'bitcoin'],
  ['ETH', 'Ethereum', 'ethereum'],
  ['SOL', 'Solana', 'solana'],
  ['XRP', 'XRP', 'ripple'],
  ['ADA', 'Cardano', 'cardano'],
  ['DOGE', 'Dogecoin', 'dogecoin'],
  ['AVAX', 'Avalanche', 'avalanche-2'],
  ['DOT', 'Polkadot', 'polkadot'],
  ['LINK', 'Chainlink', 'chainlink'],
  ['LTC', 'Litecoin', 'litecoin'],
  ['BCH', 'Bitcoin Cash', 'bitcoin-cash'],
  ['UNI', 'Uniswap', 'uniswap'],
  ['ATOM', 'Cosmos Hub', 'cosmos'],
  ['XLM', 'Stellar', 'stellar'],
  ['ETC', 'Ethereum Classic', 'ethereum-classic'],
  ['NEAR', 'NEAR Protocol', 'near'],
  ['AAVE', 'Aave', 'aave'],
  ['ALGO', 'Algorand', 'algorand'],
  ['FIL', 'Filecoin', 'filecoin'],
  ['TRX', 'TRON', 'tron'],
  ['USDT', 'Tether', 'tether'],
  ['USDC', 'USDC', 'usd-coin'],
  ['BNB', 'BNB', 'binancecoin'],
  ['TON', 'Toncoin', 'the-open-network'],
  ['SHIB', 'Shiba Inu', 'shiba-inu'],
  ['PEPE', 'Pepe', 'pepe'],
  ['SUI', 'Sui', 'sui'],
  ['APT', 'Aptos', 'aptos'],
  ['ARB', 'Arbitrum', 'arbitrum'],
  ['OP', 'Optimism', 'optimism'],
  ['INJ', 'Injective', 'injective-protocol'],
  ['HBAR', 'Hedera', 'hedera-hashgraph'],
  ['ICP', 'Internet Computer', 'internet-computer'],
  ['VET', 'VeChain', 'vechain'],
  ['XMR', 'Monero', 'monero'],
  ['EOS', 'EOS', 'eos'],
  ['XTZ', 'Tezos', 'tezos'],
  ['GRT', 'The Graph', 'the-graph'],
  ['STX', 'Stacks', 'blockstack'],
  ['IMX', 'Immutable', 'immutable-x'],
  ['LDO', 'Lido DAO', 'lido-dao'],
  ['MKR', 'Maker', 'maker'],
  ['CRV', 'Curve DAO', 'curve-dao-token'],
  ['SNX', 'Synthetix', 'havven'],
  ['COMP', 'Compound', 'compound-governance-token'],
  ['SAND', 'The Sandbox', 'the-sandbox'],
  ['MANA', 'Decentraland', 'decentraland'],
  ['AXS', 'Axie Infinity', 'axie-infinity'],
  ['GALA', 'GALA', 'gala'],
  ['CHZ', 'Chiliz', 'chiliz'],
  ['THETA', 'Theta Network', 'theta-token'],
  ['RUNE', 'THORChain', 'thorchain'],
  ['EGLD', 'MultiversX', 'elrond-erd-2'],
  ['FLOW', 'Flow', 'flow'],
  ['MINA', 'Mina Protocol', 'mina-protocol'],
  ['KAVA', 'Kava', 'kava'],
  ['ZEC', 'Zcash', 'zcash'],
  ['DASH', 'Dash', 'dash'],
  ['NEO', 'NEO', 'neo'],
  ['IOTA', 'IOTA', 'iota'],
  ['QNT', 'Quant', 'quant-network'],
  ['CRO', 'Cronos', 'crypto-com-chain'],
  ['DYDX', 'dYdX', 'dydx-chain'],
  ['GMX', 'GMX', 'gmx'],
  ['SEI', 'Sei', 'sei-network'],
  ['TIA', 'Celestia', 'celestia'],
  ['JUP', 'Jupiter', 'jupiter-exchange-solana'],
  ['PYTH', 'Pyth Network', 'pyth-network'],
  ['WIF', 'dogwifhat', 'dogwifcoin'],
  ['BONK', 'Bonk', 'bonk'],
  ['FLOKI', 'FLOKI', 'floki'],
  ['ENA', 'Ethena', 'ethena'],
  ['ONDO', 'Ondo', 'ondo-finance'],
  ['JTO', 'Jito', 'jito-governance-token'],
  ['STRK', 'Starknet', 'starknet'],
  ['KAS', 'Kaspa', 'kaspa'],
  ['FET', 'Artificial Superintelligence Alliance', 'fetch-ai'],
  ['WLD', 'Worldcoin', 'worldcoin-wld'],
  ['TAO', 'Bittensor', 'bittensor'],
  ['ENS', 'Ethereum Name Service', 'ethereum-name-service'],
  ['1INCH', '1inch', '1inch'],
  ['BAT', 'Basic Attention', 'basic-attention-token'],
  ['ZRX', '0x Protocol', '0x'],
  ['YFI', 'yearn.finance', 'yearn-finance'],
  ['SUSHI', 'Sushi', 'sushi'],
  ['CAKE', 'PancakeSwap', 'pancakeswap-token'],
  ['PAXG', 'PAX Gold', 'pax-gold'],
  ['DAI', 'Dai', 'dai'],
  ['HYPE', 'Hyperliquid', 'hyperliquid'],
  ['TRUMP', 'Official Trump', 'official-trump'],
];

const known = new Map<string, KnownAsset>(table.map(([symbol, name, coingeckoId]) => [symbol, { name, coingeckoId }]));

/** The common assets that the simulated venues may trade; what is worth a dollar by its nature has no path of its own. */
export const commonSymbols: readonly string[] = table
  .map(([symbol]) => symbol)
  .filter((symbol) => !['USDT', 'USDC', 'DAI'].includes(symbol));

/** Gives symbol and name of a common asset by its CoinGecko id, or null when it must be looked up. */
export function knownCoin(coingeckoId: string): (KnownAsset & { symbol: string }) | null {
  const row = table.find(([, , id]) => id === coingeckoId);
  return row === undefined ? null : { symbol: row[0], name: row[1], coingeckoId };
}

/** Gives name and CoinGecko id of a common asset by canonical symbol, or null when it must be looked up. */
export function knownAsset(symbol: string): KnownAsset | null {
  return known.get(symbol) ?? null;
}
