#include "events/catalog/form.h"

namespace nemo {

Form& Form::scope_id(Scope scope, const ScopeId& scope_id) {
  switch (scope) {
    case Scope::kUnset:
      return *this;
    case Scope::kKey:
    case Scope::kUser:
    case Scope::kTeam:
      return id(Field::kScopeId, scope_id);
    case Scope::kTag:
    case Scope::kModel:
      return name(Field::kScopeId, scope_id);
    case Scope::kOrganization:
      return expect(Field::kScopeId, scope_id.view() == org_id_);
  }
  return *this;
}

}  // namespace nemo
