# Products with weights in the residual stream's own format: as they stand in the file.
class Linear:
  parts : List[Tensor]
  bias : Optional[Tensor]
  norm : List[Tensor]

  # parts: matrices (out, in) whose results stand side by side; norm: the RMS norm of the input, where there is one
  def __init__(self: __torch__.linear.Linear, parts: List[Tensor], bias: List[Tensor], norm: List[Tensor]) -> NoneType:
    self.parts = parts
    self.norm = norm
    if torch.len(bias) > 0:
      self.bias = torch.cat(bias, 0)
    else:
      self.bias = None
    return None

  def pack(self: __torch__.linear.Linear) -> NoneType:
    return None

  # (rows, in) -> (rows, out)
  def of(self: __torch__.linear.Linear, x: Tensor) -> Tensor:
    if torch.len(self.parts) == 1:
      result = torch.linear(x, self.parts[0], self.bias)
    else:
      results = annotate(List[Tensor], [])
      for i in range(torch.len(self.parts)):
        added = torch.append(results, torch.linear(x, self.parts[i]))
      result = torch.cat(results, -1)
      bias = self.bias
      if torch.__isnot__(bias, None):
        result = torch.add(result, unchecked_cast(Tensor, bias))
    return result

  # (rows, in) -> (rows, out), after the RMS norm
  def of_norm(self: __torch__.linear.Linear, x: Tensor, epsilon: float) -> Tensor:
    return (self).of(torch.rms_norm(x, [torch.size(x, 1)], self.norm[0], epsilon))

  # residual (rows, out) + (rows, in) -> (rows, out)
  def add_to(self: __torch__.linear.Linear, residual: Tensor, x: Tensor) -> Tensor:
    if torch.len(self.parts) == 1 and torch.__is__(self.bias, None):
      result = torch.addmm(residual, x, torch.t(self.parts[0]))
    else:
      result = torch.add(residual, (self).of(x))
    return result
