import SheriffApp
