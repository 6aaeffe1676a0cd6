import Forest
import XGBoostTrainer

print("started")
