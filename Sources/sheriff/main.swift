import SheriffApp

SheriffApp.main()
